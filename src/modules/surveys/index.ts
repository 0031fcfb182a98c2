export { openSurveyEntries } from './open-entries.ts';
export { surveysModule } from './surveys.module.ts';
