export { default as ClusterPicture } from './ClusterPicture.vue';
