import '@eureka-nest/cluster-view/style.css';
import './base.css';
import './layout.css';
import './table.css';
import './pages.css';
import './print.css';
import { createApp } from 'vue';
import { laterTasks } from '../connection/event-queue.js';
import { consoleKey, createConsole } from '../state/console.js';
import { createPreferences, preferencesKey } from '../state/preferences.js';
import App from './App.vue';

// A task of its own: to load the code takes long enough.
laterTasks()(() => {
  const live = createConsole();
  createApp(App).provide(consoleKey, live).provide(preferencesKey, createPreferences()).mount('#app');
  live.start();
});
