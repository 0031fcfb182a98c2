import { AppError } from '../errors/index.ts';
import type { FileLimits } from './files.ts';
import type { FileKind } from './media-kinds.ts';

/** Bytes that a file of each kind may have; 0: that kind is not taken. */
export type Room = Record<FileKind, number>;

const usual = { image_bytes: 15_000_000, document_bytes: 20_000_000, audio_bytes: 0, video_bytes: 0 };

export function roomFor(limits: FileLimits = {}): Room {
  const { images = true, documents = true } = limits;
  const { image_bytes, document_bytes, audio_bytes, video_bytes } = { ...usual, ...limits };
  return {
    image: images ? image_bytes : 0,
    document: documents ? document_bytes : 0,
    audio: audio_bytes,
    video: video_bytes,
  };
}

/** Says what is taken instead. */
export function notTaken(room: Room): AppError {
  const takes = (kind: FileKind) => String(room[kind] > 0);
  if (room.audio === 0 && room.video === 0 && room.image > 0)
    return new AppError('files.wrong_kind', { documents: takes('document') });
  return new AppError('files.not_among', {
    image: takes('image'),
    document: takes('document'),
    audio: takes('audio'),
    video: takes('video'),
  });
}
