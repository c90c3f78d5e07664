/**
 * Rewrites a registry's URL to the course's host names: `localhost:7001` becomes
 * `eureka7001.com:7001`. Other hosts are unchanged.
 */
export function courseHostnames(url: string): string {
  if (!URL.canParse(url)) return url; // The client's options report it.
  const parsed = new URL(url);
  if (parsed.hostname !== 'localhost' || !parsed.port) return url;
  parsed.hostname = `eureka${parsed.port}.com`;
  return parsed.href;
}
