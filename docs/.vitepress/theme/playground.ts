export { Playground, PlaygroundPage } from '@eureka-nest/playground-page';
