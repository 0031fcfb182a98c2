export { AppError, declareErrors, errorCatalogue, type FieldErrors, fail, failFields } from './errors.ts';
