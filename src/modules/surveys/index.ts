export { surveysModule } from './surveys.module.ts';
