export { type Config, ConfigError, configSchema, readConfig } from './config.ts';
