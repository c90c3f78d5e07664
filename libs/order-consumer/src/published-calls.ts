import { EurekaClient } from '@eureka-nest/client';
import { PublishedCallsModule } from '@eureka-nest/load-balancer/nest';

const path = '/consumer/calls';

/** Announces the path to consoles; a key of its own, which other readers of the metadata ignore. */
export const callsMetadata = { 'eureka-nest.calls': path };

/** Publishes who was called, under this instance's key and with the registry that it last read. */
export const publishedCalls = PublishedCallsModule.forRootAsync({
  inject: [EurekaClient],
  useFactory: (eureka: EurekaClient) => {
    let follows = false;
    let registry: string | undefined;
    const consumer = () => {
      if (!follows) eureka.on('fetched', ({ from }) => (registry = from));
      follows = true;
      const { instance } = eureka;
      return { key: instance && `${instance.app}/${instance.instanceId}`, registry };
    };
    return { path, consumer };
  },
});
