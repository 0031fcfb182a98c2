import type { FastifyRequest } from 'fastify';
import type { StoredFile } from './files.ts';

/** Who may read a file: everybody (it may be cached anywhere), this reader, or nobody (it is as if it were not there). */
export type FileAccess = 'everybody' | 'reader' | 'nobody';
export type FileGuard = (request: FastifyRequest, file: StoredFile) => Promise<FileAccess>;
