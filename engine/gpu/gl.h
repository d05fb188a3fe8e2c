/* OpenGL's functions, for engine/gpu and engine/render only. */
#ifndef GPU_GL_H
#define GPU_GL_H

#include <GL/glew.h>

#endif
