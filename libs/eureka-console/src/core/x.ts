import type { ConsoleInstance } from '@eureka-nest/protocol/console';
import type { Cluster } from '@eureka-nest/cluster-view';
export const x = (i: ConsoleInstance): Cluster => ({ a: i.port ?? 0 });
