import type { RegistryService } from '../service/registry.service.js';
import { respond, respondDocument } from './reply.js';
import type { Resource } from './resource.js';

/**
 * Resources about the server: status overrides by instance id, and an AWS resource that always
 * fails.
 */
export const serverInfoResources = ({ registry }: RegistryService): readonly Resource[] => [
  {
    path: 'serverinfo/statusoverrides',
    negotiation: 'json',
    unversioned: true,
    methods: {
      GET: (context) => {
        const overrides = Object.fromEntries(registry.reads.overrides());
        return respondDocument(context, 'json', JSON.stringify(overrides));
      },
    },
  },
  {
    // QUIRK(ASGResource.statusUpdate): outside AWS there are no auto scaling groups: always 400.
    path: 'asg/:name/status',
    methods: { PUT: ({ reply }) => respond(reply, 400) },
  },
];
