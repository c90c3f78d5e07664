import type { AppDetail, AppDigests, InstanceInfo, ListedRow } from '@eureka-nest/protocol';

/** This server's registry, as responses of peers are applied to it. */
export interface OwnRegistry {
  /** Listed instance, with the time of its last registration or metadata change. */
  peek(app: string, id: string): { readonly instance: InstanceInfo; readonly at: number } | undefined;
  /** Takes the newer version that a peer returned with its 409 to a heartbeat. */
  acceptPeerCopy(instance: InstanceInfo): void;
  digest(): string;
  appDigests(): AppDigests;
  /** Repairs what the rows suffice for; `wanted` must be fetched in full. */
  reconcile(
    app: string,
    theirs: AppDetail,
  ): { readonly repaired: number; readonly wanted: readonly ListedRow[] };
  /** Takes a fetched instance, if it still wins; true if that changed what is listed. */
  mergeListed(instance: InstanceInfo, row: ListedRow): boolean;
}
