export { type ModuleApp, openModuleApp } from './module-app.js';
