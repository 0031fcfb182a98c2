export { liaisonModule } from './liaison.module.ts';
