import '@eureka-nest/cluster-view/style.css';
import './base.css';
import './layout.css';
import './table.css';
import './pages.css';
import './print.css';
import { createApp } from 'vue';
import { consoleKey, createConsole } from '../state/console.js';
import { createPreferences, preferencesKey } from '../state/preferences.js';
import App from './App.vue';

const live = createConsole();
createApp(App).provide(consoleKey, live).provide(preferencesKey, createPreferences()).mount('#app');
live.start();
