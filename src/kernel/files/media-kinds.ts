/** What a file is by its bytes; its name and declared type are not believed. */
export type Kind = { of: FileKind; mediaType: string; extension: string };

export type FileKind = 'image' | 'document' | 'audio' | 'video';

/** How a file begins → how the rest of it is checked. */
export const mediaMimes: Readonly<Record<string, 'mp4' | 'mp3' | 'aac' | 'wav' | 'ogg' | 'webm' | undefined>> = {
  'video/mp4': 'mp4',
  'video/x-m4v': 'mp4',
  'audio/x-m4a': 'mp4',
  'audio/mp4': 'mp4',
  'audio/mpeg': 'mp3',
  'audio/aac': 'aac',
  'audio/wav': 'wav',
  'audio/ogg': 'ogg',
  'audio/ogg; codecs=opus': 'ogg',
  'video/webm': 'webm',
};

const accepts: Record<FileKind, string> = {
  image: 'image/jpeg,image/png,image/webp',
  document: '.pdf,.docx,.xlsx,.pptx,.odt,.ods,.doc,.xls,.ppt',
  audio: 'audio/mpeg,audio/mp4,audio/aac,audio/wav,audio/ogg,.mp3,.m4a,.aac,.wav,.ogg,.opus',
  video: 'video/mp4,video/webm',
};

/** For `accept` of a file input that takes these kinds. */
export function acceptOf(kinds: readonly FileKind[]): string {
  return kinds.map((kind) => accepts[kind]).join(',');
}

/** Sound or film: played where it stands, in parts. */
export function isMedia(mediaType: string): boolean {
  return mediaType.startsWith('audio/') || mediaType.startsWith('video/');
}
