/** A registry's URL as the course writes it: `localhost:7001` is `eureka7001.com:7001`. Any other host stays as it is. */
export function courseHostnames(url: string): string {
  const parsed = new URL(url);
  if (parsed.hostname !== 'localhost' || !parsed.port) return url;
  parsed.hostname = `eureka${parsed.port}.com`;
  return parsed.href;
}
