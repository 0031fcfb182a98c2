export { sql } from 'kysely';
export {
  type ConnectionOptions,
  createDb,
  createPool,
  type Database,
  type Db,
  inTransaction,
  isDatabaseAway,
  isDuplicate,
  onCommit,
  type Tx,
} from './connect.ts';
export { isId, newId } from './ids.ts';
export { type Migration, migrate, readMigrations } from './migrate.ts';
export { type PageKey, pageKeyText, readPageKey } from './page-key.ts';
