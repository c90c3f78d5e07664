/** Calls made side by side by so many clients, each its next as soon as its last is answered, until told to stop. */
export async function crowd(
  clients: number,
  goesOn: (made: number) => boolean,
  callNumber: (call: number) => Promise<void>,
): Promise<number> {
  let made = 0;
  const client = async () => {
    while (goesOn(made)) await callNumber(made++);
  };
  await Promise.all(Array.from({ length: clients }, client));
  return made;
}
