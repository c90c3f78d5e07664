import { shallowRef } from 'vue';

/** Key of the instance whose details are open. */
export const openKey = shallowRef<string>();
export const openDetails = (key: string | undefined): void => void (openKey.value = key);
