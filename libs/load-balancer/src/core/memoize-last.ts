/** Works something out from a list once, and again when it is shown another list. */
export function kept<L extends readonly unknown[], R>(workOut: (list: L) => R): (list: L) => R {
  let last: { readonly list: L; readonly result: R } | undefined;
  return (list) => {
    if (last?.list !== list) last = { list, result: workOut(list) };
    return last.result;
  };
}
