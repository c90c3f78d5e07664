/** Random numbers with a known sequence (Park and Miller), so that runs are repeatable. */
export const seeded =
  (state = 42) =>
  () =>
    (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
