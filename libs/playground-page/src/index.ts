export { default as Playground } from './page/Playground.vue';
export { default as PlaygroundPage } from './page/PlaygroundPage.vue';
