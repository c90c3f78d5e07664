import { defineComponent, h } from 'vue';

export const Playground = defineComponent({
  props: { scenario: { type: String, required: true }, compact: Boolean },
  setup: (props) => () => h('p', { class: 'playground-place' }, `Playground: ${props.scenario}`),
});

export const PlaygroundPage = defineComponent({
  setup: () => () => h('p', { class: 'playground-place' }, 'Playground'),
});
