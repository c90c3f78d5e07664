export {
  nodeStatuses,
  type Cluster,
  type ClusterLink,
  type ConsumerNode,
  type InstanceNode,
  type Message,
  type NodeStatus,
  type PreservationNumbers,
  type RegistryNode,
  type RotationCall,
  type ServiceNode,
  type StatusCounts,
} from './core/cluster.js';
export { curveBetween, pathOf, pointOn, type Curve } from './core/curve.js';
export { gaugeGeometry } from './core/gauge.js';
export { detailedInstances, instanceCount, layOut, type Box, type Layout } from './core/layout.js';
export { arcDashes, leaseLeft, progressOf } from './core/progress.js';
export { rotationLanes, stripColumns, type RotationLane } from './core/rotation.js';
export { englishViews, fitted, type ViewTexts } from './core/text.js';
