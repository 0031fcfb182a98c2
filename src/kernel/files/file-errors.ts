import { declareErrors } from '../errors/index.ts';

declareErrors({
  'files.empty': 422,
  'files.too_large': 413,
  'files.too_many': 413,
  'files.too_many_pixels': 422,
  'files.wrong_kind': 415,
  'files.not_among': 415,
  'files.broken': 422,
  'files.broken_media': 422,
  'files.no_room': 507,
  'files.gone': 422,
});
