/**
 * Makes calls by several clients in parallel, each one call after the other, while `continues` is
 * true.
 */
export async function inParallel(
  clients: number,
  continues: (made: number) => boolean,
  callNumber: (call: number) => Promise<void>,
): Promise<number> {
  let made = 0;
  const client = async () => {
    while (continues(made)) await callNumber(made++);
  };
  await Promise.all(Array.from({ length: clients }, client));
  return made;
}
