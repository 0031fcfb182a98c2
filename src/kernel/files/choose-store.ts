import path from 'node:path';
import type { Config } from '../config/index.ts';
import type { ByteStore } from './byte-store.ts';
import { diskStore } from './disk-store.ts';
import { s3Store } from './s3-store.ts';

export type StoreConfig = Pick<Config, 'dataDir' | 'S3_URL' | 'S3_KEY' | 'S3_SECRET' | 'S3_REGION'>;

/** The bucket that is configured, else DATA_DIR/files. */
export function byteStoreOf({
  dataDir,
  S3_URL: url,
  S3_KEY: key,
  S3_SECRET: secret,
  S3_REGION: region,
}: StoreConfig): ByteStore {
  return url && key && secret ? s3Store({ url, key, secret, region }) : diskStore(path.join(dataDir, 'files'));
}
