/** No declaration, but what all of them use. */
package central.declarations;
