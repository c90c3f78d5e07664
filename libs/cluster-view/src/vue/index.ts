export { default as ClusterPicture } from './ClusterPicture.vue';
export { default as InstanceMark } from './InstanceMark.vue';
export { default as PreservationGauge } from './PreservationGauge.vue';
export { default as RotationStrip } from './RotationStrip.vue';
