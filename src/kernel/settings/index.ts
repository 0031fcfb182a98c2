export { citySettings } from './city.ts';
export { type PublishedRule, publishedRules } from './published-rules.ts';
export { type SettingGroup, Settings, settingGroup } from './settings.ts';
