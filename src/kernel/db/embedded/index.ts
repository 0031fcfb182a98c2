export { EmbeddedError } from './embedded-error.ts';
export { type EmbeddedServer, startEmbedded } from './start-embedded.ts';
