import { useRoute } from 'vitepress';
import DefaultTheme from 'vitepress/theme-without-fonts';
import { defineComponent, h, nextTick, onMounted, watch } from 'vue';

/** The default layout; its home pages lack the landmark that screen readers jump to. */
export const Layout = defineComponent({
  setup() {
    const route = useRoute();
    const mark = async () => {
      await nextTick();
      document.querySelector('.VPHome')?.setAttribute('role', 'main');
    };
    onMounted(mark);
    watch(() => route.path, mark);
    return () => h(DefaultTheme.Layout);
  },
});
