import type { Theme } from 'vitepress';
import DefaultTheme from 'vitepress/theme-without-fonts';
import { Layout } from './layout';
import { workOffline } from './offline';
import { Playground, PlaygroundPage } from './playground';
import './style/index.css';

export default {
  extends: DefaultTheme,
  Layout,
  enhanceApp({ app, router }) {
    if (!import.meta.env.SSR) workOffline(router);
    app.component('Playground', Playground);
    app.component('PlaygroundPage', PlaygroundPage);
  },
} satisfies Theme;
