import type { Theme } from 'vitepress';
import DefaultTheme from 'vitepress/theme-without-fonts';
import { Playground, PlaygroundPage } from './playground';
import './style/index.css';

export default {
  extends: DefaultTheme,
  enhanceApp({ app }) {
    app.component('Playground', Playground);
    app.component('PlaygroundPage', PlaygroundPage);
  },
} satisfies Theme;
