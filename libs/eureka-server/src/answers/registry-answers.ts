import { encoderOf, type WireForm } from '@eureka-nest/protocol';
import { gzipSync } from 'node:zlib';
import type { Registry } from '../core/registry.js';
import type { Answer, Asked } from './answer.js';

/** What a registry answers, encoded. Java: ResponseCacheImpl */
export class RegistryAnswers {
  constructor(private readonly registry: Registry) {}

  /** Undefined where there is no such application; a vip that nobody has is an empty answer. */
  get(asked: Asked, form: WireForm): Answer | undefined {
    const text = this.textOf(asked, form);
    if (text === undefined) return undefined;
    const bytes = Buffer.from(text);
    return {
      format: form.format,
      length: bytes.length,
      plain: () => [bytes],
      gzip: () => gzipSync(bytes),
    };
  }

  private textOf(asked: Asked, form: WireForm): string | undefined {
    const encoder = encoderOf(form);
    switch (asked.kind) {
      case 'apps':
        return encoder.applications(this.registry.applications());
      case 'delta':
        return encoder.applications(this.registry.delta());
      case 'app': {
        const application = this.registry.application(asked.name);
        return application && encoder.application(application);
      }
      case 'vip':
      case 'svip':
        return encoder.applications({ version: '-1', hashCode: '', applications: [] });
    }
  }
}
