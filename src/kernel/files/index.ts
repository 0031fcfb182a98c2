export type { ByteStore } from './byte-store.ts';
export { byteStoreOf } from './choose-store.ts';
export type { FileAccess, FileGuard } from './file-guard.ts';
export { fileHref, fileRoutes } from './file-routes.ts';
export { type FileLimits, Files, type FilesOptions, type StoredFile, type Upload, type Variant } from './files.ts';
export { acceptOf, type FileKind } from './media-kinds.ts';
export { type FileProblem, type MultipartOptions, type ReadForm, readMultipart } from './read-multipart.ts';
export { acceptFiles } from './recognise.ts';
