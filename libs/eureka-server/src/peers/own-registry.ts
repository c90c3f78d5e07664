import type { AppDetail, AppDigests, InstanceInfo, ListedRow } from '@eureka-nest/protocol';

/** Our registry, as what peers answer is applied to it. */
export interface OwnRegistry {
  /** As it is listed here, and since when. */
  peek(app: string, id: string): { readonly instance: InstanceInfo; readonly at: number } | undefined;
  /** A peer refused a heartbeat, since it has a newer version: this one. */
  adopt(instance: InstanceInfo): void;
  digest(): string;
  appDigests(): AppDigests;
  /** Repairs what can be without more, and says how much that was and which instances have to be fetched whole. */
  compare(
    app: string,
    theirs: AppDetail,
  ): { readonly repaired: number; readonly wanted: readonly ListedRow[] };
  /** Says whether that changed what is listed. */
  take(instance: InstanceInfo, row: ListedRow): boolean;
}
