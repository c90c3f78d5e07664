import { idOf } from '@eureka-nest/protocol';
import type { RegistryService } from '../registry.service.js';
import { answerJson } from './answers.js';
import type { Resource } from './resource.js';

/** Which statuses operators have forced, by instance id. */
export const serverInfoResources = ({ registry }: RegistryService): readonly Resource[] => [
  {
    path: 'serverinfo/statusoverrides',
    jsonOnly: true,
    methods: {
      GET: (_request, reply) => {
        const overrides = registry
          .applications()
          .applications.flatMap(({ instances }) => instances)
          .filter(({ overriddenStatus }) => overriddenStatus !== 'UNKNOWN')
          .map((instance) => [idOf(instance), instance.overriddenStatus]);
        return answerJson(reply, Object.fromEntries(overrides));
      },
    },
  },
];
