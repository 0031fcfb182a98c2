export type { ByteStore } from './byte-store.ts';
export { type FileAccess, type FileGuard, fileHref, fileRoutes, guardByPurpose } from './file-routes.ts';
export { type FileLimits, Files, type FilesOptions, type StoredFile, type Upload, type Variant } from './files.ts';
export { type FileProblem, type MultipartOptions, type ReadForm, readMultipart } from './read-multipart.ts';
export { acceptFiles, acceptImages } from './recognise.ts';
