export { citySettings } from './city.ts';
export { type SettingGroup, Settings, settingGroup } from './settings.ts';
