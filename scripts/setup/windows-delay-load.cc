// Windows names the program that a function is imported from: here node.exe, by Node's lists of its functions. The desktop
// application has another name, so whatever program is running is handed over in its place (as node-gyp does it).
#include <windows.h>

#include <delayimp.h>
#include <string.h>

static FARPROC WINAPI runningProgram(unsigned event, DelayLoadInfo* info) {
  if (event != dliNotePreLoadLibrary || _stricmp(info->szDll, "node.exe") != 0) return nullptr;
  return reinterpret_cast<FARPROC>(GetModuleHandle(nullptr));
}

decltype(__pfnDliNotifyHook2) __pfnDliNotifyHook2 = runningProgram;
