export type { EndedCall } from './cluster/balancer.js';
export { type LogLevel, type LogLine, logText } from './cluster/event-log.js';
export type { MessageKind, PlayMessage } from './cluster/messages.js';
export { type Pace, type PaceName, paceOf } from './cluster/pace.js';
export { type SourceRegion, sourceRegions } from './cluster/source-regions.js';
export { xmlOf } from './cluster/xml-body.js';
export { type Listing, type Moment, NO_REGISTRY } from './run/moment.js';
export { Run } from './run/run.js';
export { parseScenario, portOf, ScenarioError } from './scenario/parse-scenario.js';
export {
  type NodeDeclaration,
  type NodeKind,
  type PlayEvent,
  type Scenario,
  type Setting,
  settings,
  type Text,
  withEvent,
} from './scenario/scenario.js';
export {
  decodeEvents,
  decodeScenario,
  encodeEvents,
  encodeScenario,
  eventLine,
  eventText,
  scenarioLines,
  timeText,
} from './scenario/scenario-text.js';
export { type ScenarioName, scenarioNames, scenarioTexts, shippedScenario } from './scenarios/index.js';
