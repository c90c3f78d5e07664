import type { RegistryService } from '../service/registry.service.js';
import { respond, respondDocument } from './reply.js';
import type { Resource } from './resource.js';

/** Which statuses operators have forced, by instance id; and what is there for AWS alone. */
export const serverInfoResources = ({ registry }: RegistryService): readonly Resource[] => [
  {
    path: 'serverinfo/statusoverrides',
    jsonOnly: 'where-accepted',
    unversioned: true,
    methods: {
      GET: (call) =>
        respondDocument(call, 'json', JSON.stringify(Object.fromEntries(registry.reads.overrides()))),
    },
  },
  {
    // QUIRK(ASGResource.statusUpdate): outside of AWS there is no such group, whatever is asked.
    path: 'asg/:name/status',
    methods: { PUT: ({ reply }) => respond(reply, 400) },
  },
];
