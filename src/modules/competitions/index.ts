export { competitionsModule } from './competitions.module.ts';
