export { type PublishedRule, publishedRules } from '../../../../kernel/settings/index.ts';
