import { parseScenario } from '../scenario/parse-scenario.js';
import type { Scenario } from '../scenario/scenario.js';
import { missingSlash } from './missing-slash.js';
import { networkCut } from './network-cut.js';
import { noBalancer } from './no-balancer.js';
import { oneInstanceRegisters } from './one-instance-registers.js';
import { providerDiesKept } from './provider-dies-kept.js';
import { registryDies } from './registry-dies.js';
import { restartWithinLease } from './restart-within-lease.js';
import { retryMustNotHappen } from './retry-must-not-happen.js';
import { rollingUpdate } from './rolling-update.js';
import { rotation } from './rotation.js';
import { secondRegistryLearns } from './second-registry-learns.js';
import { thirteenInstances } from './thirteen-instances.js';

/** Texts of the scenarios that come with the chapters, in their order. */
export const scenarioTexts = {
  'one-instance-registers': oneInstanceRegisters,
  'second-registry-learns': secondRegistryLearns,
  'registry-dies': registryDies,
  'provider-dies-kept': providerDiesKept,
  'thirteen-instances': thirteenInstances,
  'network-cut': networkCut,
  'missing-slash': missingSlash,
  'no-balancer': noBalancer,
  rotation,
  'retry-must-not-happen': retryMustNotHappen,
  'restart-within-lease': restartWithinLease,
  'rolling-update': rollingUpdate,
} as const;

export type ScenarioName = keyof typeof scenarioTexts;

export const scenarioNames = Object.keys(scenarioTexts) as readonly ScenarioName[];

export const shippedScenario = (name: ScenarioName): Scenario => parseScenario(scenarioTexts[name]);
