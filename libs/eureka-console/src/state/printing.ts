import { shallowRef } from 'vue';

const medium = matchMedia('print');

/** True while the page is being printed: a list then has all rows, not only those in sight. */
export const isPrinting = shallowRef(medium.matches);
medium.addEventListener('change', () => (isPrinting.value = medium.matches));
window.addEventListener('beforeprint', () => (isPrinting.value = true));
window.addEventListener('afterprint', () => (isPrinting.value = false));

/** Rows on paper; more would keep the browser busy for minutes. */
export const printedRows = 2_000;
